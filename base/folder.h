// SPDX-License-Identifier: EUPL-1.2
//
// Reading a folder to its end. readdir(3) gives NULL at the end and for an error alike: who takes one for the other has
// fewer files than there are, and does not know it.
#ifndef MG_BASE_FOLDER_H
#define MG_BASE_FOLDER_H

#include <dirent.h>

// The next entry, borrowed until the next call. NULL with errno 0 at the end, else with the cause.
struct dirent *mg_folder_next(DIR *folder);

#endif
