// Personal data as answer bodies. Called by privacy_handlers.cpp.
#pragma once

#include <string>

#include "app/party_copy.h"
#include "app/privacy_desk.h"

namespace hejie::api {

[[nodiscard]] std::string revealed_body(const app::RevealedParty& party);
[[nodiscard]] std::string party_copy_body(const app::PartyCopy& copy);
[[nodiscard]] std::string retention_body(const app::List<app::EndedFile>& list);

}  // namespace hejie::api
