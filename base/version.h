// SPDX-License-Identifier: EUPL-1.2
#ifndef MG_BASE_VERSION_H
#define MG_BASE_VERSION_H

#define MG_VERSION "0.1.0" // of both programs, as --version prints it; a CA's format has its own number

#endif
