#include "app/evidence_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "crypto/random.h"
#include "crypto/sha256.h"
#include "engine/base/check.h"

namespace hejie::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashDigits = 64, kFolderDigits = 2;
/// Room that uploads leave to the store: it must be able to write when they no longer can.
constexpr std::uint64_t kReserve = 16UL << 20U;
constexpr std::uint64_t kLookEvery = 4UL << 20U;

std::unexpected<Error> io(const std::string& path) {
  return fail(ErrorCode::io, {"不能读写文件 " + path, "cannot read or write the file " + path});
}

std::unexpected<Error> no_room() {
  return fail(ErrorCode::read_only, {"磁盘空间不足，暂时不能接收文件，请联系系统管理员后重试",
                                     "the disk is nearly full and takes no files now; tell the system administrator "
                                     "and try again"});
}

std::unexpected<Error> damaged() {
  return fail(ErrorCode::corrupt, {"文件内容与登记时的散列不符：已被改动或损坏，不予提供",
                                   "the file is not what its hash says: it was changed or damaged and is not given"});
}

std::unexpected<Error> failed(const std::string& path) {
  if (errno == ENOSPC || errno == EDQUOT || errno == EROFS) return no_room();
  return io(path);
}

Status need_room(const std::string& folder, std::uint64_t bytes) {
  struct statvfs disk {};
  if (statvfs(folder.c_str(), &disk) != 0) return {};  // then writing says it
  const std::uint64_t room = disk.f_bavail * disk.f_frsize;
  // A small disk, as tests have it, keeps an eighth.
  const std::uint64_t reserve = std::min<std::uint64_t>(kReserve, disk.f_blocks * disk.f_frsize / 8);
  return room < bytes + reserve ? Status(no_room()) : Status();
}

Status sync_folder(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool good = folder >= 0 && fsync(folder) == 0;
  if (folder >= 0) close(folder);
  return good ? Status() : Status(io(path));
}

/// Made for the owner alone. @returns after it is on the disk
Status make_folder(const std::string& path, const std::string& parent) {
  if (mkdir(path.c_str(), S_IRWXU) == 0) return sync_folder(parent);
  return errno == EEXIST ? Status() : Status(failed(path));
}

std::string random_name() {
  std::array<std::uint8_t, 16> bytes{};
  crypto::fill_random(bytes);
  return crypto::to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// Whole, or fewer bytes at the end of the file.
Result<std::string> read_bytes(int file, std::uint64_t from, std::size_t length) {
  std::string out(length, '\0');
  std::size_t have = 0;
  while (have < length) {
    const auto count = pread(file, out.data() + have, length - have, static_cast<off_t>(from + have));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return io(kEvidenceFolder);
    if (count == 0) break;
    have += static_cast<std::size_t>(count);
  }
  out.resize(have);
  return out;
}

}  // namespace

bool EvidenceFolder::is_hash(std::string_view text) {
  return text.size() == kHashDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

EvidenceReader::~EvidenceReader() {
  close(file_);
}

Result<std::unique_ptr<EvidenceReader>> EvidenceReader::of(const std::string& path, const std::string& key) {
  TRY(auto opener, crypto::StreamOpener::of(key));
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0 && errno == ENOENT)
    return fail(ErrorCode::not_found, {"文件不在存储中", "the file is not in the store"});
  if (file < 0) return io(path);
  struct stat about {};
  const bool known = fstat(file, &about) == 0;
  const auto sealed = static_cast<std::uint64_t>(about.st_size);
  const auto size = opener.plain_size(sealed);
  const auto mark = known ? read_bytes(file, 0, crypto::kStreamMark) : Result<std::string>(io(path));
  if (!size || !mark || !crypto::StreamOpener::is_mark(*mark)) {
    close(file);
    if (!mark) return fail(Error(mark.error()));
    return damaged();
  }
  return std::unique_ptr<EvidenceReader>(new EvidenceReader(file, std::move(opener), sealed, *size));
}

std::uint64_t EvidenceReader::chunks() const {
  return std::max<std::uint64_t>(1, (size_ + crypto::kStreamChunk - 1) / crypto::kStreamChunk);
}

Result<std::string> EvidenceReader::chunk(std::uint64_t number) {
  const std::uint64_t from = crypto::kStreamMark + number * opener_.sealed_chunk();
  const bool last = number + 1 == chunks();
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(opener_.sealed_chunk(), sealed_ - from));
  TRY(const auto sealed, read_bytes(file_, from, length));
  auto plain = opener_.open(number, last, sealed);
  if (!plain) return damaged();
  return plain;
}

Result<std::optional<std::string>> EvidenceReader::next() {
  if (next_ == chunks()) return std::optional<std::string>();
  TRY(auto plain, chunk(next_));
  ++next_;
  return std::optional(std::move(plain));
}

Result<std::string> EvidenceReader::read_at(std::uint64_t from, std::size_t length) {
  std::string out;
  while (length > 0 && from < size_) {
    TRY(const auto plain, chunk(from / crypto::kStreamChunk));
    const auto skip = static_cast<std::size_t>(from % crypto::kStreamChunk);
    const std::size_t count = std::min(length, plain.size() - skip);
    out.append(plain, skip, count);
    from += count;
    length -= count;
  }
  return out;
}

Status EvidenceReader::verify(const std::string& sha256) {
  crypto::RunningHash hash;
  next_ = 0;
  while (true) {
    TRY(const auto piece, next());
    if (!piece) break;
    hash.take(*piece);
  }
  next_ = 0;
  return hash.finish_hex() == sha256 ? Status() : Status(damaged());
}

IncomingEvidence::~IncomingEvidence() {
  if (file_ >= 0) close(file_);
  if (!path_.empty()) unlink(path_.c_str());
}

Status IncomingEvidence::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(path_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Status IncomingEvidence::take(std::string_view piece) {
  size_ += piece.size();
  hash_.take(piece);
  if (size_ >= room_checked_ + kLookEvery) {
    room_checked_ = size_;
    TRY_VOID(need_room(path_.substr(0, path_.rfind('/')), 0));
  }
  return write(sealer_.take(piece));
}

Status IncomingEvidence::finish() {
  TRY_VOID(write(sealer_.finish()));
  if (fsync(file_) != 0) return failed(path_);
  sha256_ = hash_.finish_hex();
  return {};
}

Result<std::unique_ptr<EvidenceReader>> IncomingEvidence::read() const {
  return EvidenceReader::of(path_, key_);
}

Result<std::unique_ptr<IncomingEvidence>> EvidenceFolder::receive(std::uint64_t bytes, const std::string& key) {
  const std::string incoming = folder_ + "/incoming";
  TRY_VOID(make_folder(folder_, fs::path(folder_).parent_path().string()));
  TRY_VOID(make_folder(incoming, folder_));
  TRY_VOID(need_room(folder_, bytes));
  const std::string path = incoming + "/" + random_name();
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return failed(path);
  return std::unique_ptr<IncomingEvidence>(
      new IncomingEvidence(path, file, key.empty() ? crypto::new_stream_key(suite_) : key));
}

Status EvidenceFolder::keep(IncomingEvidence& file) {
  const std::string path = path_of(file.sha256());
  const std::string folder = path.substr(0, path.rfind('/'));
  TRY_VOID(make_folder(folder, folder_));
  if (rename(file.path_.c_str(), path.c_str()) != 0) return failed(path);
  file.path_.clear();
  return sync_folder(folder);
}

Result<std::unique_ptr<EvidenceReader>> EvidenceFolder::read(const std::string& sha256, const std::string& key) const {
  if (!is_hash(sha256)) return damaged();
  return EvidenceReader::of(path_of(sha256), key);
}

void EvidenceFolder::drop(const std::string& sha256) {
  if (is_hash(sha256)) unlink(path_of(sha256).c_str());
}

void EvidenceFolder::clear_incoming() {
  std::error_code failed_to;
  for (fs::directory_iterator one(folder_ + "/incoming", failed_to), end; !failed_to && one != end;
       one.increment(failed_to))
    fs::remove(one->path(), failed_to);
}

std::vector<std::string> EvidenceFolder::all() const {
  std::vector<std::string> out;
  std::error_code failed_to;
  for (fs::recursive_directory_iterator one(folder_, failed_to), end; !failed_to && one != end;
       one.increment(failed_to)) {
    const std::string hash = one->path().parent_path().filename().string() + one->path().filename().string();
    if (is_hash(hash)) out.push_back(hash);
  }
  std::ranges::sort(out);
  return out;
}

std::string EvidenceFolder::path_of(const std::string& sha256) const {
  CHECK(is_hash(sha256), "files of evidence lie under their hashes");
  return folder_ + "/" + sha256.substr(0, kFolderDigits) + "/" + sha256.substr(kFolderDigits);
}

}  // namespace hejie::app
