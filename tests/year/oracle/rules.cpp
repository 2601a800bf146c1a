#include "tests/year/oracle/rules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace hejie::year::oracle {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

Json read(const fs::path& file) {
  std::ifstream in(file);
  return Json::parse(in);
}

/// The files of a procedure as one object.
Json merged(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(folder)) files.push_back(file.path());
  std::sort(files.begin(), files.end());
  Json all = Json::object();
  for (const auto& file : files) {
    const Json part = read(file);
    for (const auto& [section, value] : part.items()) {
      if (!value.is_object() || !all.contains(section)) {
        all[section] = value;
      } else {
        for (const auto& [key, item] : value.items()) all[section][key] = item;
      }
    }
  }
  return all;
}

/// The staff role that records most events; the first named of several.
std::string handler_of(const Json& procedure) {
  std::vector<std::pair<std::string, int>> counts;
  for (const auto& event : procedure.at("events"))
    for (const auto& by : event.at("by")) {
      const auto role = by.get<std::string>();
      if (role == "clock" || role == "link") continue;
      const auto found = std::find_if(counts.begin(), counts.end(), [&](const auto& c) { return c.first == role; });
      if (found == counts.end()) {
        counts.emplace_back(role, 1);
      } else {
        ++found->second;
      }
    }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? "" : most->first;
}

/// One rung of a ladder, as often as it is told.
std::vector<Rung> steps_of(const Json& rung) {
  const auto at = rung.at("at").get<std::string>();
  if (at == "0") return {{"0", "", 0, Unit::wd}};
  const auto length = length_of(at.substr(1)).value();
  const std::string unit = at.substr(at.find_first_not_of("+-0123456789"));
  std::vector<Rung> steps;
  for (int i = 0; i < rung.value("times", 1); ++i) {
    const int n = length.count + i;
    steps.push_back({at[0] + std::to_string(n) + unit, "", at[0] == '-' ? -n : n, length.unit});
  }
  return steps;
}

class Reader {
 public:
  explicit Reader(const fs::path& workflows)
      : ladders_(read(workflows / "alerts/ladders.json").at("ladders")),
        roles_(read(workflows / "roles/roles.json").at("roles")) {}

  ClockRule clock(const Json& procedure, const Json& clock, const std::string& handler) const {
    ClockRule rule;
    rule.duty = clock.at("kind") == "duty";
    const auto owner = clock.value("owner", std::string());
    const bool staff = clock.at("kind") != "window" && roles_.contains(owner);
    if (clock.contains("ladder"))
      for (const auto& rung : ladders_.at(clock.at("ladder").get<std::string>()).at("rungs"))
        for (const auto& step : steps_of(rung))
          for (const auto& to : rung.at("to"))
            add(rule, step,
                to == "$owner" && staff              ? owner
                : to == "$handler" || to == "$owner" ? handler
                                                     : std::string(to));
    if (clock.contains("roll")) add_roll(procedure, clock.at("roll"), rule);
    if (clock.contains("excluded_by")) rule.excluded_by = clock.at("excluded_by").get<std::vector<std::string>>();
    return rule;
  }

 private:
  static void add(ClockRule& rule, Rung rung, const std::string& to) {
    rung.to = to;
    const bool twice = std::any_of(rule.rungs.begin(), rule.rungs.end(),
                                   [&](const Rung& other) { return other.name == rung.name && other.to == to; });
    if (!twice && !to.empty()) rule.rungs.push_back(rung);
  }
  static void add_roll(const Json& procedure, const Json& roll, ClockRule& rule) {
    rule.says_roll = true;
    if (roll.is_object()) {
      const auto id = roll.at("switch").get<std::string>();
      rule.rolls = procedure.at("switches").at(id).at("value") == true ? Rolls::forward : Rolls::no;
    } else {
      rule.rolls = roll == "none" ? Rolls::no : roll == "back" ? Rolls::backward : Rolls::forward;
    }
  }
  Json ladders_, roles_;
};

}  // namespace

Rules read_rules(const std::string& workflows) {
  Rules rules;
  const Reader reader(workflows);
  for (const auto& folder : fs::directory_iterator(fs::path(workflows) / "cn")) {
    const Json procedure = merged(folder.path());
    const auto id = procedure.at("procedure").get<std::string>();
    const auto handler = handler_of(procedure);
    if (procedure.contains("clocks"))
      for (const auto& [name, clock] : procedure.at("clocks").items())
        rules.clocks[id][name] = reader.clock(procedure, clock, handler);
    if (procedure.contains("switches") && procedure.at("switches").contains("clear_days"))
      rules.clear_days[id] = procedure.at("switches").at("clear_days").at("value") == true;
  }
  const Json escalation = read(fs::path(workflows) / "alerts/escalation.json").at("escalation");
  for (const auto& [role, next] : escalation.at("next").items()) rules.next[role] = next.get<std::string>();
  rules.within = length_of(escalation.at("within").get<std::string>()).value();
  rules.within_hours = length_of(escalation.at("within_hour_clocks").get<std::string>()).value();
  return rules;
}

}  // namespace hejie::year::oracle
