#include "app/evidence_type.h"

#include <algorithm>

#include "engine/base/fault_controls.h"

namespace hejie::app {
namespace {

constexpr std::size_t kFirst = 64;

std::unexpected<Error> refused(const Text& why) {
  return fail(Error{ErrorCode::invalid, why, {{"content", kUnsupportedType, why}}});
}

std::unexpected<Error> unknown(const EvidenceRules& rules) {
  return refused({"不接收这种文件，可以提交：" + rules.extensions() + "；文本须为 UTF-8",
                  "files of this type are not taken; these are: " + rules.extensions() + "; text must be UTF-8"});
}

bool begins(const EvidenceType& type, std::string_view first) {
  return std::ranges::any_of(type.starts, [&](const auto& all) {
    return std::ranges::all_of(all, [&](const auto& one) {
      return first.size() >= one.first + one.second.size() && first.substr(one.first, one.second.size()) == one.second;
    });
  });
}

}  // namespace

bool TypeProbe::agrees(const EvidenceType& type) const {
  return extension_.empty() || std::ranges::find(type.extensions, extension_) != type.extensions.end();
}

Status TypeProbe::decide() {
  decided_ = true;
  std::vector<const EvidenceType*> found;
  for (const auto& type : rules_.types)
    if (begins(type, first_)) found.push_back(&type);
  if (found.empty()) {
    for (const auto& type : rules_.types)
      if (type.starts.empty()) found.push_back(&type);
    is_text_ = true;
    if (found.empty()) return unknown(rules_);
    TRY_VOID(read_text(first_));
  }
  // What an archive holds is judged before its name: a bomb is called one.
  const bool archive = std::ranges::any_of(found, [](const auto* type) { return !type->holds.empty(); });
  for (const auto* type : found)
    if (archive || agrees(*type)) candidates_.push_back(type);
  return candidates_.empty() ? other_name(*found.front()) : Status();
}

Status TypeProbe::other_name(const EvidenceType& type) const {
  const std::string& is = type.extensions.front();
  return refused({"文件名以 ." + extension_ + " 结尾，内容却是 ." + is + "，请核对后提交原文件",
                  "the name ends with ." + extension_ + ", the content is ." + is + "; give the original file"});
}

/// UTF-8 (RFC 3629) without control characters other than those of lines.
Status TypeProbe::read_text(std::string_view piece) {
  for (const char c : piece) {
    const auto byte = static_cast<unsigned char>(c);
    if (open_ > 0) {
      if ((byte & 0xC0U) != 0x80U) return unknown(rules_);
      point_ = point_ << 6U | (byte & 0x3FU);
      if (--open_ == 0 && (point_ < least_ || point_ > 0x10FFFFU || (point_ >= 0xD800U && point_ <= 0xDFFFU)))
        return unknown(rules_);
      continue;
    }
    if (byte < 0x80U) {
      const bool line = byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
      if ((byte < 0x20U && !line) || byte == 0x7FU) return unknown(rules_);
      continue;
    }
    open_ = byte >= 0xF0U && byte < 0xF5U   ? 3
            : byte >= 0xE0U && byte < 0xF0U ? 2
            : byte >= 0xC2U && byte < 0xE0U ? 1
                                            : 0;
    if (open_ == 0) return unknown(rules_);
    point_ = byte & (0x3FU >> static_cast<unsigned int>(open_));
    least_ = open_ == 3 ? 0x10000U : open_ == 2 ? 0x800U : 0x80U;
  }
  return {};
}

Status TypeProbe::take(std::string_view piece) {
  if (decided_) return is_text_ ? read_text(piece) : Status();
  const std::size_t fits = std::min(piece.size(), kFirst - first_.size());
  first_.append(piece.substr(0, fits));
  if (first_.size() < kFirst) return {};
  TRY_VOID(decide());
  return is_text_ ? read_text(piece.substr(fits)) : Status();
}

Result<const EvidenceType*> TypeProbe::finish(std::uint64_t size, const ReadAt& read) {
  if (size == 0) return refused({"文件是空的", "the file is empty"});
  if (!decided_) TRY_VOID(decide());
  if (is_text_ && open_ > 0) return unknown(rules_);
  const bool archive = std::ranges::any_of(candidates_, [](const auto* type) { return !type->holds.empty(); });
  if (!archive) return candidates_.front();
  if (HEJIE_FAULT(archives_unread)) return candidates_.front();
  const auto entries = read_archive(size, read, {rules_.archive_entries, rules_.unpacked_bytes, rules_.packed});
  if (!entries && entries.error().code == ErrorCode::malformed) return refused(entries.error().message);
  if (!entries) return fail(Error(entries.error()));
  for (const auto* type : candidates_)
    for (const auto& entry : *entries)
      if (entry.name == type->holds && !entry.encrypted) {
        if (!agrees(*type)) return fail(other_name(*type).error());
        return type;
      }
  return unknown(rules_);
}

}  // namespace hejie::app
