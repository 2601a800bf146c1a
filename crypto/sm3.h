// SM3 (GB/T 32905) by OpenSSL: for the chain of a log kept by national algorithms and for passwords there. Its other
// uses are in sealing.h.
#pragma once

#include <initializer_list>
#include <string_view>

#include "crypto/sha256.h"

namespace hejie::crypto {

/// Of the parts one after another, without copying them together. Any thread.
Digest sm3(std::initializer_list<std::string_view> parts);

}  // namespace hejie::crypto
