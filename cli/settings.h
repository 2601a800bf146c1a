// Settings of `hejie serve` and `hejie demo`: flag beats environment beats file beats default; each knows where it came
// from. Secrets are never values here, only paths of files (`*_file`, tls_key).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::cli {

struct Setting {
  std::string name;  ///< key in the file: "listen"; flag "--listen"; environment HEJIE_LISTEN
  bool list = false;
  std::vector<std::string> values;  ///< one, unless list
  std::string source = "default";   ///< default, file, environment, flag
};

class Settings {
 public:
  Settings();

  /// JSON object of texts, numbers, booleans and lists of texts. @errors io; malformed; invalid: unknown keys, wrong
  /// types
  Status read_file(const std::string& path);
  void read_environment(const std::function<std::optional<std::string>(const std::string&)>& get);
  void set_flag(const std::string& name, std::vector<std::string> values);

  [[nodiscard]] std::string text(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const;
  /// @errors invalid: not a number in [least, most]
  [[nodiscard]] Result<long long> number(const std::string& name, long long least, long long most) const;
  /// One line a setting: name = value (source).
  [[nodiscard]] std::string print() const;
  [[nodiscard]] const std::vector<Setting>& all() const { return settings_; }

 private:
  Setting* find(const std::string& name);
  [[nodiscard]] const Setting* find(const std::string& name) const;
  std::vector<Setting> settings_;
};

}  // namespace hejie::cli
