#include "engine/model/rung.h"

#include <cstdlib>
#include <utility>

namespace hejie::engine {

Rung make_rung(int offset, calendar::Unit unit, std::string to) {
  Rung rung{offset, unit, std::move(to), "0", ""};
  if (offset != 0) rung.name = (offset < 0 ? "-" : "+") + calendar::format_period({unit, std::abs(offset)});
  rung.key = rung.name + ">" + rung.to;
  return rung;
}

}  // namespace hejie::engine
