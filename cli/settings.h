// Settings of `hejie serve` and `hejie demo`: flag beats environment beats file beats default; each knows where it came
// from. Secrets are never values here, only paths of files (`*_file`, tls_key).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::cli {

/// What the file may hold: a text, a list of texts (or one), a number in a range, one of some words.
enum class SettingKind { text, list, number, choice };

struct Setting {
  std::string name;  ///< key in the file: "listen"; flag "--listen"; environment HEJIE_LISTEN
  SettingKind kind = SettingKind::text;
  std::vector<std::string> values{};   ///< one, unless list
  long long least = 0, most = 0;       ///< number
  std::vector<std::string> choices{};  ///< choice
  std::string source = "default";      ///< default, file, environment, flag
};

class Settings {
 public:
  Settings();

  /// A JSON object as docs/schema/config.schema.json says (a test holds the two together). @errors io; malformed;
  /// invalid: all unknown keys, wrong types, numbers out of range at once
  Status read_file(const std::string& path);
  void read_environment(const std::function<std::optional<std::string>(const std::string&)>& get);
  void set_flag(const std::string& name, std::vector<std::string> values);

  [[nodiscard]] std::string text(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const;
  /// @errors invalid: not a number in the range of the setting
  [[nodiscard]] Result<long long> number(const std::string& name) const;
  /// @errors invalid: none of the words
  [[nodiscard]] Result<std::string> choice(const std::string& name) const;
  /// One line a setting: name = value (source).
  [[nodiscard]] std::string print() const;
  [[nodiscard]] const std::vector<Setting>& all() const { return settings_; }

 private:
  Setting* find(const std::string& name);
  [[nodiscard]] const Setting* find(const std::string& name) const;
  std::vector<Setting> settings_;
};

}  // namespace hejie::cli
