#include "engine/definition/minimum_wage.h"

#include <algorithm>

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

WageStep read_step(Context& context, const Node& node) {
  Fields fields(context, node);
  WageStep step;
  const auto from = parse_date(fields.string("from"));
  if (from)
    step.from = *from;
  else
    context.error(node, "bad_value", {"缺少施行日期 from", "the day it holds from is missing (from)"});
  step.number = fields.string("number");
  if (const Node* tiers = fields.need("fen"); tiers != nullptr)
    for (const auto& tier : tiers->items) step.tiers.push_back(tier.integer);
  const bool falls = std::ranges::is_sorted(step.tiers, std::ranges::greater_equal{});
  if (step.tiers.empty() || step.tiers.back() <= 0 || !falls)
    context.error(node, "bad_value",
                  {"各档标准（分）须大于零，由高到低", "tiers in fen are above zero, the highest first"});
  return step;
}

void read_region(Context& context, const std::string& code, const Node& node, WageRegister& out) {
  auto& steps = out[code];
  for (const auto& item : node.items) {
    steps.push_back(read_step(context, item));
    if (steps.size() > 1 && steps[steps.size() - 2].from >= steps.back().from)
      context.error(item, "bad_value", {"施行日期须由早到晚", "the days go from the earliest to the latest"});
  }
}

}  // namespace

std::optional<WageRegister> wage_register_of(std::span<const SourceFile> files, Findings& findings) {
  const Library none;
  Context context(none, findings);
  const std::size_t before = findings.size();
  std::optional<WageRegister> out;
  for (const auto& file : files) {
    if (!file.path.ends_with("laws/minimum_wage.json")) continue;
    out.emplace();
    const Node root = parse_file(file, findings);
    for (const auto& [code, node] : root.members) read_region(context, code, node, *out);
  }
  if (findings.size() != before) return std::nullopt;
  return out;
}

const WageStep* wage_on(const WageRegister& wages, std::string_view region, Date day) {
  if (region.size() < 2) return nullptr;
  const auto found = wages.find(std::string(region.substr(0, 2)) + "0000");
  if (found == wages.end()) return nullptr;
  const WageStep* out = nullptr;
  for (const auto& step : found->second)
    if (step.from <= day) out = &step;
  return out;
}

}  // namespace hejie::definition
