// `hejie user add|list|disable|reset`: accounts of a data folder, here or through the server that holds it.
#pragma once

namespace hejie::cli {

int user_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
