// Reads the parts of a form that need no more than the JSON value and a place to report findings. Internal to app's
// *_json.cpp files: the JSON type is only named here.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/form.h"

namespace hejie::app {

/// What all parts of one form share while it is read.
struct FormReading {
  const FormQuestion& question;
  Form& form;
  std::vector<Finding>& findings;
};

/// A fact's value by its type; texts and persons become private rows. Reports to `reading.findings` on failure.
engine::Value read_value(FormReading& reading, const engine::Fact& fact, const nlohmann::ordered_json& json,
                         const std::string& path);
/// A person object, or the id of a person already known.
PersonId read_person(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path,
                     const std::string& kind);
void read_parties(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path);
void read_items(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path);
TextId read_text(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path);
std::optional<Date> read_day(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path);
std::optional<std::string> read_string(FormReading& reading, const nlohmann::ordered_json& json,
                                       const std::string& path);
std::optional<bool> read_bool(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path);
std::optional<std::int64_t> read_int(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path);

/// The fields of an ordinary event (also nested in a correction).
void read_event_fields(FormReading& reading, const engine::Event& event, const nlohmann::ordered_json& json,
                       const std::string& path, bool complete);
void read_serve(FormReading& reading, const nlohmann::ordered_json& json, const std::string& path, bool complete);

}  // namespace hejie::app
