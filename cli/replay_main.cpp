// The verb `replay` alone, without the server: quick to build when working on procedures and scripts.
#include "cli/replay.h"

int main(int argc, char** argv) {
  return hejie::cli::replay_verb(argc, argv);
}
