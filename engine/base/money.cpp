#include "engine/base/money.h"

namespace hejie {

std::string format_yuan(Fen fen) {
  // The remainder loses its sign, not the number: the least Fen has no positive counterpart.
  const auto rest = fen % 100;
  const std::string decimals = std::to_string(rest < 0 ? -rest : rest);
  return (fen < 0 && fen > -100 ? "-" : "") + std::to_string(fen / 100) + (decimals.size() == 1 ? ".0" : ".") +
         decimals;
}

}  // namespace hejie
