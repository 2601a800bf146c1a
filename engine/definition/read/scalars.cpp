#include <algorithm>

#include "engine/definition/nearest.h"
#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

using engine::Phase;

bool has_han(std::string_view text) {
  // Han characters of the basic plane start with bytes E3 to E9 in UTF-8.
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xE3 && byte <= 0xE9;
  });
}

void add_once(std::vector<std::string>& list, const std::string& id) {
  if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

void add_phase(Context& context, Phase phase, std::vector<std::string>& out) {
  for (const auto& state : context.procedure.states)
    if (state.phase == phase) add_once(out, state.id);
}

bool cite_parts(std::string_view text, engine::Cite& cite) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  cite = {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
  return cite.law.find(' ') == std::string::npos;
}

}  // namespace

std::vector<std::string> read_state_list(Context& context, const Node& node) {
  std::vector<std::string> out;
  for (const Node* item : one_or_many(node)) {
    if (item->is(Node::Kind::string) && item->string == "*open") {
      add_phase(context, Phase::open, out);
    } else if (item->is(Node::Kind::string) && item->string == "*closed") {
      add_phase(context, Phase::closed, out);
    } else if (item->is(Node::Kind::string) && item->string.starts_with('*')) {
      context.error(*item, "unknown_name",
                    say("没有“{}”；只有 *open 与 *closed", "there is no \"{}\"; only *open and *closed", item->string));
    } else if (std::string id = context.refer(*item, Name::state); !id.empty()) {
      add_once(out, id);
    }
  }
  return out;
}

Text read_text(Context& context, const Node& node) {
  Text text;
  if (!node.is(Node::Kind::object)) {
    wrong_type(context, node, {"文本 {\"zh\":\"…\",\"en\":\"…\"}", "a text {\"zh\":\"...\",\"en\":\"...\"}"});
    return text;
  }
  Fields fields(context, node);
  text.zh = fields.string("zh");
  text.en = fields.string("en");
  if (text.zh.empty()) context.error(node, "translation", {"缺少中文（zh）", "the Chinese half (zh) is missing"});
  if (text.en.empty()) context.error(node, "translation", {"缺少英文（en）", "the English half (en) is missing"});
  if (has_han(text.en))
    context.error(node, "translation", {"英文（en）里有汉字", "the English half (en) holds Chinese characters"});
  if (!text.zh.empty() && !has_han(text.zh))
    context.warning(node, "translation", {"中文（zh）里没有汉字", "the Chinese half (zh) holds no Chinese character"});
  return text;
}

engine::Cites read_cites(Context& context, const Node& node) {
  engine::Cites out;
  for (const Node* item : one_or_many(node)) {
    engine::Cite cite;
    if (!item->is(Node::Kind::string) || !cite_parts(item->string, cite)) {
      context.error(
          *item, "cite",
          {"引用应写成“文件代码:条”，如 \"S1:43\"", "a citation is \"instrument:article\", such as \"S1:43\""});
      continue;
    }
    const auto& known = context.library.instruments;
    if (!known.empty() && context.library.find_instrument(cite.law) == nullptr) {
      std::vector<std::string> codes;
      for (const auto& instrument : known) codes.push_back(instrument.code);
      context.error(
          *item, "cite",
          say("laws/instruments.json 中没有代码“{}”", "laws/instruments.json has no instrument \"{}\"", cite.law) +
              suggestion(cite.law, codes));
      continue;
    }
    out.push_back(std::move(cite));
  }
  return out;
}

std::optional<engine::Period> read_period(Context& context, const Node& node) {
  if (node.is(Node::Kind::string))
    if (const auto period = calendar::parse_period(node.string)) return period;
  context.error(node, "bad_value",
                {"此处应为期间，如 \"10wd\"、\"45d\"、\"6mo\"、\"1y\"、\"24h\"、\"8wh\"",
                 "expected a period such as \"10wd\", \"45d\", \"6mo\", \"1y\", \"24h\", \"8wh\""});
  return std::nullopt;
}

void check_id(Context& context, const Node& node, std::string_view id, bool clock) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool first = !id.empty() && (lower(id[0]) || (clock && upper(id[0])));
  const bool rest = std::all_of(id.begin(), id.end(),
                                [&](char c) { return lower(c) || digit(c) || c == '_' || (clock && upper(c)); });
  if (first && rest) return;
  context.error(node, "bad_id",
                say("“{}”应为小写字母、数字与下划线（snake_case）", "\"{}\" must be snake_case: a-z, 0-9 and _", id));
}

}  // namespace hejie::definition
