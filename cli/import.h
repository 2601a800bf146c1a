// `hejie import FILE... --data DIR [--dry-run]`: case scripts into a store with their own dates, each whole or not at
// all.
#pragma once

namespace hejie::cli {

int import_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
