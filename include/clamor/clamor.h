// SPDX-License-Identifier: Apache-2.0
// All that a load suite needs.
#pragma once

#include "clamor/check.h"
#include "clamor/conversation.h"
#include "clamor/dialect.h"
#include "clamor/failure.h"
#include "clamor/load_test.h"
#include "clamor/main.h"
#include "clamor/metric.h"
#include "clamor/probe.h"
#include "clamor/profile.h"
#include "clamor/reasoning.h"
#include "clamor/reporter.h"
#include "clamor/result.h"
#include "clamor/scenario.h"
#include "clamor/sla.h"
#include "clamor/suite_option.h"
#include "clamor/units.h"
#include "clamor/voice.h"
#include "clamor/voice_dialect.h"
