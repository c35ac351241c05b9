# SPDX-License-Identifier: Apache-2.0
# The proofs that need a running program, in the order of ./check (which sources this file).
