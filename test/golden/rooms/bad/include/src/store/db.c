// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"
#include "web/web.h"
#include "codec/codec.h"
#include "steps.h"
#include "base/none.h"
#include "nowhere/none.h"
#include "step.h"
