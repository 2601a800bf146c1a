// Excluding intervals: of holds, states, public notices and links. Only those that some clock of the procedure excludes
// are kept, holds always. Called wherever such an interval opens or closes.
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

void open_interval(Run& run, const std::string& source, const std::string& key, Date from, std::optional<Date> to);
/// Closes the open interval of the source (of this key, if given); an interval of no day is dropped.
void close_interval(Run& run, std::string_view source, std::string_view key, Date to);

}  // namespace hejie::engine
