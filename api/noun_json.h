// The engine's nouns (texts, citations, values, acts, occurrences) as the API writes them. Private to the *_json.cpp
// files of this folder, which make whole answers of them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/machine/machine.h"

namespace hejie::api {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json to_json(const Text& text);
[[nodiscard]] Json to_json(const engine::Cites& cites);
[[nodiscard]] Json to_json(const engine::Value& value);
[[nodiscard]] Json to_json(const engine::Values& values);
[[nodiscard]] Json to_json(const engine::Item& item);
[[nodiscard]] Json to_json(const engine::Actor& actor);
[[nodiscard]] Json to_json(const engine::Occurrence& occurrence);
[[nodiscard]] Json to_json(const engine::Act& act);
[[nodiscard]] Json to_json(const engine::Rederived::Moved& moved);
[[nodiscard]] Json to_json(const std::vector<engine::Rederived::Moved>& moved);
[[nodiscard]] Json to_json(const engine::Rederived& rederived);
[[nodiscard]] Json to_json(const engine::CaseEvent& event);
[[nodiscard]] Json to_json(const calendar::Step& step);

/// Members that are there only when they say something.
void put(Json& object, const char* name, const std::optional<Date>& date);
void put(Json& object, const char* name, const std::optional<Moment>& moment);
void put(Json& object, const char* name, const std::string& text);

}  // namespace hejie::api
