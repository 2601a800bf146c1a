// The file of keys of a store: lines of text, for its owner's eyes alone. Read and written for the vault (vault.h).
#pragma once

#include <string>
#include <vector>

#include "crypto/sealing.h"

namespace hejie::crypto {

struct NumberedKey {
  int number = 0;  ///< 1 ... 65,535; 0 for the key of the index
  Suite suite = Suite::aes;
  Secret secret;
};

struct KeyFile {
  NumberedKey index;              ///< of the tokens that are searched by; never changes
  std::vector<NumberedKey> keys;  ///< rising numbers, at least one
};

KeyFile new_key_file(Suite suite);
/// @errors not_found; io: not readable, or readable for others; invalid: names the line
Result<KeyFile> read_key_file(const std::string& path);
/// Whole or not at all; on the disk when it returns. @errors io, also when it exists and `replace` is false
Status write_key_file(const std::string& path, const KeyFile& file, bool replace);

}  // namespace hejie::crypto
