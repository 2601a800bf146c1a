#include "app/demo_sectors.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "app/script_data.h"

namespace hejie::app {
namespace {

constexpr const char* kSector = "sector";

struct Word {
  std::string_view word, sector;
};
constexpr std::array kWords{
    Word{"工地", "construction"},  Word{"建筑", "construction"},   Word{"建工", "construction"},
    Word{"工程", "construction"},  Word{"农民工", "construction"}, Word{"项目", "construction"},
    Word{"平台", "platform"},      Word{"骑手", "platform"},       Word{"配送", "platform"},
    Word{"派遣", "dispatch"},      Word{"劳务", "dispatch"},       Word{"餐", "catering"},
    Word{"酒店", "catering"},      Word{"食品", "manufacturing"},  Word{"厂", "manufacturing"},
    Word{"制造", "manufacturing"}, Word{"纺织", "manufacturing"},  Word{"服装", "manufacturing"},
    Word{"针织", "manufacturing"}, Word{"电子", "manufacturing"},  Word{"物业", "services"},
    Word{"商贸", "services"},      Word{"科技", "services"},       Word{"学校", "services"},
};
constexpr std::array<std::string_view, 5> kOthers{"manufacturing", "services", "manufacturing", "catering", "other"};

std::string_view sector_of(const Script& script, std::size_t turn) {
  const auto& told = script.steps.front().data_json;
  const auto said = [&](const Word& word) { return (script.title.zh + told).find(word.word) != std::string::npos; };
  const auto* found = std::ranges::find_if(kWords, said);
  return found != kWords.end() ? found->sector : kOthers.at(turn % kOthers.size());
}

}  // namespace

Script with_sector(Script script, const engine::Procedure& procedure, std::size_t turn) {
  if (script.steps.empty()) return script;
  auto& first = script.steps.front();
  const auto* event = procedure.find_event(first.event);
  if (event == nullptr || std::ranges::find(event->may, kSector) == event->may.end()) return script;
  first.data_json = with_fact(first.data_json, kSector, std::string(sector_of(script, turn)));
  return script;
}

}  // namespace hejie::app
