// SPDX-License-Identifier: EUPL-1.2
//
// Every limit on what a user or a peer can grow, with its unit and reason. Beyond one of them: MG_ELIMIT, a clear
// sentence, nothing lost.
#ifndef MG_BASE_LIMITS_H
#define MG_BASE_LIMITS_H

#define MG_MAX_RECORD_BYTES       (256u * 1024u) // a record is read and written by people; a hundred pages is plenty
#define MG_MAX_VIEW_BYTES         (16u << 20) // a record as several people's writes make it together: read, never written
#define MG_MAX_DEPTH              32u         // nesting of a record; bounds every recursion over it
#define MG_MAX_PIECE_BYTES        (10u << 20) // an attachment; git keeps it for ever
#define MG_MAX_COMMIT_FILES       10000u      // files changed by one commit: a first import, not an attack
#define MG_MAX_LINES              4096u       // devices of one CA: 200 actors, 20 devices each
#define MG_MAX_PARENTS            4096u       // a frontier cannot be wider than the lines
#define MG_PARENTS_PER_COMMIT     64u         // a wider frontier is absorbed in several commits, so they stay readable
#define MG_MAX_COMMIT_BYTES       (1u << 20)  // raw commit object: 4,096 parents are 200 KiB
#define MG_MAX_TREE_BYTES         (16u << 20) // one folder of 300,000 records
#define MG_MAX_PACK_BYTES         (1u << 30)  // what comes in at once: a CA's whole history is some 100 MiB
#define MG_MAX_PACK_FILE_BYTES    0x7fffffffu // what is stored at once: an index counts so far with 31 bits
#define MG_MAX_PACK_OBJECTS       4000000u    // 50,000 commits are 200,000 objects; bounds what is remembered of each
#define MG_MAX_PACK_INFLATED      (16ull << 30) // uncompressed: text shrinks to a fifth, a bomb to a thousandth
#define MG_MAX_PACK_UNPACKED      (256ull << 30) // with deltas applied: 50,000 commits to 10,000 records are 22 GiB of trees
#define MG_MAX_DELTA_DEPTH        250u           // git packs 50 deep; each level is one more object to unpack
#define MG_MAX_PACK_HELD          (256u << 20) // bytes of objects that others are told from, at once: 50 large folders
#define MG_MAX_GIT_ALLOCATION     (256u << 20) // of libgit2, at once: it holds an object in one piece
#define MG_MAX_LINE_COMMITS_A_DAY 5000u        // of one line, coming in: a person makes some hundreds; more waits
#define MG_MAX_SHARED_REFS        65536u       // of a remote that is a folder: 4,096 lines, their forks, and room
#define MG_MAX_SHARED_REFS_BYTES  (16u << 20)  // the same, in one file
#define MG_MAX_CONFIG_BYTES       (256u * 1024u)   // such a folder's configuration: git writes some hundred bytes
#define MG_MAX_CLOCK_AHEAD_MS     3600000          // a stamp further ahead of this clock is held
#define MG_MAX_ID_CHARS           64u              // a record's <id>: leaves room for folders in Windows' 260
#define MG_MAX_PATH_BYTES         200u             // a path inside the CA, for the same reason
#define MG_CONFLICT_VALUE_BYTES   1024u            // a listed value above this is given by its SHA-256
#define MG_MAX_KEYFILE_BYTES      (16u * 1024u)    // a key file or a signature
#define MG_LAID_KEPT_MS           (7LL * 86400000) // how long replaced versions are remembered as bases of edits
#define MG_LOCK_WAIT_MS           5000             // then exit 5: a person is waiting at a prompt

#endif
