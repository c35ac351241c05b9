# SPDX-License-Identifier: Apache-2.0
# The night's work: what ./check deep adds (which sources this file).
