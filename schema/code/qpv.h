// SPDX-License-Identifier: EUPL-1.2
//
// Codes of the quartiers prioritaires de la politique de la ville. There are two maps, and a code belongs to one of them:
// QP and six digits to that of 2015, QN, a département, two digits and a letter to that of 2024.
#ifndef MG_SCHEMA_QPV_H
#define MG_SCHEMA_QPV_H

#include "base/slice.h"

// 2015 or 2024; 0 when text is no such code.
unsigned mg_qpv_vintage(struct mg_slice text);

#endif
