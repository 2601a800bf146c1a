// Bytes nobody can guess, from the operating system through libsodium. For ids, tokens and salts; never for the engine.
#pragma once

#include <cstdint>
#include <span>

namespace hejie::crypto {

/// Fills `out`. Any thread.
void fill_random(std::span<std::uint8_t> out);

}  // namespace hejie::crypto
