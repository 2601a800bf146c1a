// DIR/evidence: the files given as evidence, each under the hash of its content (ab/cdef...), sealed piece by piece
// (crypto/sealed_stream.h) from the first byte that is written. What is being received lies in incoming/ under a
// random name until it is whole. Names given by people never become paths. Knows neither cases nor keys of stores.
// Called by evidence_desk, and by `hejie check`, which only reads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/running_hash.h"
#include "crypto/sealed_stream.h"
#include "engine/base/result.h"

namespace hejie::app {

inline constexpr const char* kEvidenceFolder = "evidence";  ///< in the data folder

/// A file opened for reading. Holds one piece of it at a time.
class EvidenceReader {
 public:
  ~EvidenceReader();
  EvidenceReader(const EvidenceReader&) = delete;
  EvidenceReader& operator=(const EvidenceReader&) = delete;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Piece by piece from the beginning; empty optional = the end. @errors corrupt: changed, or cut; io
  Result<std::optional<std::string>> next();
  /// @errors as next
  Result<std::string> read_at(std::uint64_t from, std::size_t length);
  /// Reads all of it: is the content the one with this hash? Then begins anew. @errors corrupt: it is not; io
  Status verify(const std::string& sha256);

 private:
  friend class EvidenceFolder;
  friend class IncomingEvidence;
  EvidenceReader(int file, crypto::StreamOpener opener, std::uint64_t sealed, std::uint64_t size)
      : file_(file), opener_(std::move(opener)), sealed_(sealed), size_(size) {}
  static Result<std::unique_ptr<EvidenceReader>> of(const std::string& path, const std::string& key);
  Result<std::string> chunk(std::uint64_t number);
  [[nodiscard]] std::uint64_t chunks() const;
  int file_;
  crypto::StreamOpener opener_;
  std::uint64_t sealed_, size_, next_ = 0;
};

/// A file on its way in. Whatever happens, it leaves nothing behind that was not kept.
class IncomingEvidence {
 public:
  ~IncomingEvidence();
  IncomingEvidence(const IncomingEvidence&) = delete;
  IncomingEvidence& operator=(const IncomingEvidence&) = delete;

  /// @errors read_only: the disk is full or nearly so; io
  Status take(std::string_view piece);
  /// The rest, on the disk for good. @errors as take
  Status finish();
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  /// Of the content. @pre finish() was well
  [[nodiscard]] const std::string& sha256() const { return sha256_; }
  /// @pre finish() was well. @errors as EvidenceReader
  Result<std::unique_ptr<EvidenceReader>> read() const;

 private:
  friend class EvidenceFolder;
  IncomingEvidence(std::string path, int file, std::string key)
      : path_(std::move(path)), file_(file), key_(key), sealer_(key) {}
  Status write(std::string_view bytes);
  std::string path_;
  int file_;
  std::string key_, sha256_;
  crypto::StreamSealer sealer_;
  crypto::RunningHash hash_;
  std::uint64_t size_ = 0, room_checked_ = 0;
};

class EvidenceFolder {
 public:
  /// @param folder made when the first file comes. @param suite that seals new files
  explicit EvidenceFolder(std::string folder, crypto::Suite suite = crypto::Suite::aes)
      : folder_(std::move(folder)), suite_(suite) {}

  /// @param bytes that are to come, as far as known. @param key "" = a new one. @errors read_only: not enough room; io
  Result<std::unique_ptr<IncomingEvidence>> receive(std::uint64_t bytes, const std::string& key = "");
  /// Under its hash, on the disk for good; replaces what lay there. @errors io
  Status keep(IncomingEvidence& file);
  /// @errors not_found: no such file; corrupt: its length or key cannot be right; io
  Result<std::unique_ptr<EvidenceReader>> read(const std::string& sha256, const std::string& key) const;
  /// Nothing when it is not there.
  void drop(const std::string& sha256);
  /// What a crash left in incoming/. @pre nobody else uses the folder
  void clear_incoming();
  /// Hashes of the files there, in order.
  [[nodiscard]] std::vector<std::string> all() const;
  /// @pre is_hash
  [[nodiscard]] std::string path_of(const std::string& sha256) const;
  /// 64 lower-case hex digits?
  [[nodiscard]] static bool is_hash(std::string_view text);

 private:
  std::string folder_;
  crypto::Suite suite_;
};

}  // namespace hejie::app
