// SPDX-License-Identifier: EUPL-1.2
#include "base/folder.h"

#include <errno.h>

struct dirent *mg_folder_next(DIR *folder)
{
	errno = 0;
	return readdir(folder);
}
