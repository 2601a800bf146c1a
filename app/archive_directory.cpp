#include "app/archive_directory.h"

#include <algorithm>

namespace hejie::app {
namespace {

constexpr std::size_t kEndBytes = 22, kEntryBytes = 46, kMostComment = 65'535;
constexpr std::size_t kMostDirectory = 4UL << 20U;
constexpr std::uint32_t kEndMark = 0x06054b50, kEntryMark = 0x02014b50;
constexpr std::uint32_t kIn64 = 0xffffffff;
constexpr std::uint16_t kMany = 0xffff;
/// Deflate packs at most 1032 to 1 (RFC 1951); what says more lies, or its entries share bytes.
constexpr std::uint64_t kMostRatio = 1032;

std::unexpected<Error> broken() {
  return fail(ErrorCode::malformed, {"不是完好的压缩格式文件", "it is not a sound archive file"});
}

std::unexpected<Error> too_much(const Text& why) {
  return fail(ErrorCode::too_large, why);
}

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t out = 0;
  for (std::size_t i = count; i > 0; --i) out = out << 8U | static_cast<std::uint8_t>(bytes[at + i - 1]);
  return out;
}

struct Directory {
  std::uint64_t entries = 0, from = 0, bytes = 0;
};

/// The last end record whose comment reaches exactly the end of the file.
Result<Directory> find_directory(std::uint64_t size, const ReadAt& read) {
  if (size < kEndBytes) return broken();
  const auto tail_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(size, kEndBytes + kMostComment));
  TRY(const auto tail, read(size - tail_bytes, tail_bytes));
  if (tail.size() != tail_bytes) return broken();
  for (std::size_t at = tail.size() - kEndBytes + 1; at-- > 0;) {
    if (number(tail, at, 4) != kEndMark || at + kEndBytes + number(tail, at + 20, 2) != tail.size()) continue;
    Directory out{number(tail, at + 10, 2), number(tail, at + 16, 4), number(tail, at + 12, 4)};
    // ZIP64 is for more than 4 GiB or 65,535 entries: nothing that fits here needs it.
    if (out.entries == kMany || out.from == kIn64 || out.bytes == kIn64)
      return too_much({"压缩格式文件过大", "the archive file says it is too large"});
    const std::uint64_t end = size - tail_bytes + at;
    if (out.from > end || out.bytes > end - out.from) return broken();
    return out;
  }
  return broken();
}

bool has_extension(const std::string& name, const std::vector<std::string>& extensions) {
  const auto dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  std::string extension = name.substr(dot + 1);
  std::ranges::transform(extension, extension.begin(),
                         [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return std::ranges::find(extensions, extension) != extensions.end();
}

}  // namespace

Result<std::vector<ArchiveEntry>> read_archive(std::uint64_t size, const ReadAt& read, const ArchiveLimits& limits) {
  TRY(const auto directory, find_directory(size, read));
  if (directory.entries > limits.entries || directory.bytes > kMostDirectory)
    return too_much({"压缩格式文件内的文件过多", "the archive file holds too many files"});
  TRY(const auto bytes, read(directory.from, static_cast<std::size_t>(directory.bytes)));
  std::vector<ArchiveEntry> out;
  std::uint64_t unpacked = 0;
  for (std::size_t at = 0; at + kEntryBytes <= bytes.size();) {
    if (number(bytes, at, 4) != kEntryMark) return broken();
    const std::size_t names = number(bytes, at + 28, 2);
    const std::size_t rest = number(bytes, at + 30, 2) + number(bytes, at + 32, 2);
    if (at + kEntryBytes + names + rest > bytes.size()) return broken();
    ArchiveEntry entry{bytes.substr(at + kEntryBytes, names), number(bytes, at + 20, 4), number(bytes, at + 24, 4),
                       (number(bytes, at + 8, 2) & 1U) != 0};
    unpacked += entry.unpacked;
    if (entry.unpacked == kIn64 || unpacked > limits.unpacked_bytes || unpacked > size * kMostRatio)
      return too_much({"压缩格式文件解开后过大", "the archive file unpacks to too much"});
    if (has_extension(entry.name, limits.packed))
      return too_much({"压缩格式文件内还有压缩包", "there is an archive inside the archive file"});
    out.push_back(std::move(entry));
    if (out.size() > limits.entries)
      return too_much({"压缩格式文件内的文件过多", "the archive file holds too many files"});
    at += kEntryBytes + names + rest;
  }
  if (out.size() != directory.entries) return broken();
  return out;
}

}  // namespace hejie::app
