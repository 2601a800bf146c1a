#include "documents/zip.h"

#include <minizip/unzip.h>
#include <minizip/zip.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace hejie::documents {
namespace {

constexpr std::size_t kMostFiles = 2000;
constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr uLong kUtf8Names = 1UL << 11U;  // APPNOTE 4.4.4, bit 11
constexpr uLong kMadeBy = 20;             // APPNOTE 4.4.2: version 2.0, MS-DOS attributes

/// A file of minizip that lies in memory.
struct Memory {
  std::string bytes;
  std::size_t at = 0;
};

Memory& memory(voidpf opaque) {
  return *static_cast<Memory*>(opaque);
}

voidpf open_memory(voidpf opaque, const void*, int) {
  return opaque;
}

uLong read_memory(voidpf opaque, voidpf, void* buffer, uLong size) {
  Memory& file = memory(opaque);
  const std::size_t n = std::min<std::size_t>(size, file.bytes.size() - std::min(file.at, file.bytes.size()));
  std::memcpy(buffer, file.bytes.data() + file.at, n);
  file.at += n;
  return static_cast<uLong>(n);
}

uLong write_memory(voidpf opaque, voidpf, const void* buffer, uLong size) {
  Memory& file = memory(opaque);
  if (file.bytes.size() < file.at + size) file.bytes.resize(file.at + size);
  std::memcpy(file.bytes.data() + file.at, buffer, size);
  file.at += size;
  return size;
}

ZPOS64_T tell_memory(voidpf opaque, voidpf) {
  return memory(opaque).at;
}

long seek_memory(voidpf opaque, voidpf, ZPOS64_T offset, int origin) {
  Memory& file = memory(opaque);
  std::size_t from = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) from = file.at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) from = file.bytes.size();
  if (from + offset > file.bytes.size()) return -1;
  file.at = from + static_cast<std::size_t>(offset);
  return 0;
}

int no_error(voidpf, voidpf) {
  return 0;
}

zlib_filefunc64_def in_memory(Memory& file) {
  return {open_memory, read_memory, write_memory, tell_memory, seek_memory, no_error, no_error, &file};
}

Error not_written() {
  return {ErrorCode::io, {"无法生成压缩文件", "The ZIP file cannot be written"}};
}
Error not_a_zip() {
  return {ErrorCode::malformed, {"不是可读的压缩文件", "This is not a ZIP file that can be read"}};
}

bool add(zipFile zip, const ZipEntry& entry, const zip_fileinfo& info) {
  const int opened = zipOpenNewFileInZip4_64(zip, entry.name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                                             Z_DEFLATED, Z_DEFAULT_COMPRESSION, 0, -MAX_WBITS, DEF_MEM_LEVEL,
                                             Z_DEFAULT_STRATEGY, nullptr, 0, kMadeBy, kUtf8Names, 0);
  if (opened != ZIP_OK) return false;
  const bool written =
      zipWriteInFileInZip(zip, entry.bytes.data(), static_cast<unsigned>(entry.bytes.size())) == ZIP_OK;
  return zipCloseFileInZip(zip) == ZIP_OK && written;
}

struct CloseUnzip {
  void operator()(void* file) const { unzClose(file); }
};
using Reader = std::unique_ptr<void, CloseUnzip>;

Result<ZipEntry> read_entry(unzFile file, std::size_t& left) {
  unz_file_info64 info{};
  std::array<char, 1024> name{};
  if (unzGetCurrentFileInfo64(file, &info, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK)
    return fail(not_a_zip());
  if (info.uncompressed_size > left)
    return fail(ErrorCode::too_large, {"压缩文件展开后过大", "The ZIP file is too large when unpacked"});
  ZipEntry entry{name.data(), std::string(static_cast<std::size_t>(info.uncompressed_size), '\0')};
  left -= entry.bytes.size();
  if (unzOpenCurrentFile(file) != UNZ_OK) return fail(not_a_zip());
  const int got = unzReadCurrentFile(file, entry.bytes.data(), static_cast<unsigned>(entry.bytes.size()));
  // The check sum is compared when the file is closed.
  const bool sound = unzCloseCurrentFile(file) == UNZ_OK && got == static_cast<int>(entry.bytes.size());
  if (!sound) return fail(not_a_zip());
  return entry;
}

}  // namespace

Result<std::string> write_zip(const ZipEntries& entries, Date day) {
  Memory file;
  auto functions = in_memory(file);
  const zipFile zip = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  if (zip == nullptr) return fail(not_written());
  const auto ymd = to_ymd(day);
  zip_fileinfo info{};
  info.tmz_date.tm_year = static_cast<decltype(info.tmz_date.tm_year)>(ymd.year);
  info.tmz_date.tm_mon = static_cast<decltype(info.tmz_date.tm_mon)>(ymd.month - 1);
  info.tmz_date.tm_mday = static_cast<decltype(info.tmz_date.tm_mday)>(ymd.day);
  bool good = true;
  for (const auto& entry : entries) good = good && add(zip, entry, info);
  if (zipClose(zip, nullptr) != ZIP_OK || !good) return fail(not_written());
  return std::move(file.bytes);
}

Result<ZipEntries> read_zip(std::string_view bytes) {
  Memory file{std::string(bytes), 0};
  auto functions = in_memory(file);
  const Reader reader(unzOpen2_64("", &functions));
  if (!reader) return fail(not_a_zip());
  ZipEntries entries;
  std::size_t left = kMostBytes;
  for (int next = unzGoToFirstFile(reader.get()); next == UNZ_OK; next = unzGoToNextFile(reader.get())) {
    if (entries.size() == kMostFiles)
      return fail(ErrorCode::too_large, {"压缩文件内文件过多", "There are too many files in the ZIP file"});
    TRY(auto entry, read_entry(reader.get(), left));
    if (!entry.name.ends_with('/')) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace hejie::documents
