// Periodic bulletins and monthly work lists as they were made: their list, one of them, its page to print and its CSV.
// Reads a snapshot only; what is made when is bulletin_maker.h, driven by alerts/periodic.h. A bulletin is open to all
// who work on cases, a work list to its own person and to heads.
#pragma once

#include "app/definitions.h"
#include "app/kept_bodies.h"
#include "app/work_lists.h"

namespace hejie::app {

inline constexpr const char* kBulletinKind = "bulletin";
inline constexpr const char* kWorkListKind = "work_list";

struct BulletinView {
  long long id = 0;
  std::string kind, subject, period;  ///< subject: bureau, unit:arbitration, sector:textile, account:u_1
  Text subject_name;
  Instant made_at{};
  KeptBulletin body;
};

struct BulletinQuery {
  std::vector<std::string> kind, subject;
  std::string period;  ///< what it begins with
  int limit = 50;
  std::string cursor;
};

class Bulletins {
 public:
  Bulletins(storage::Store& store, const Definitions& definitions) : store_(store), definitions_(definitions) {}

  /// Newest first; those of other persons are left out.
  Result<List<BulletinView>> list(const Caller& caller, const BulletinQuery& query);
  /// @errors not_found: none, or not for this caller
  Result<BulletinView> show(const Caller& caller, long long id);

 private:
  Result<BulletinView> view_of(storage::Snapshot& snapshot, const storage::KeptRow& row) const;
  storage::Store& store_;
  const Definitions& definitions_;
};

/// A page that stands by itself, in that language; links lead to the cases. @param bureau its name
[[nodiscard]] std::string bulletin_page(const BulletinView& bulletin, std::string_view language,
                                        const std::string& bureau);
/// RFC 4180 with a byte order mark, one row a figure or line.
[[nodiscard]] std::string bulletin_csv(const BulletinView& bulletin, std::string_view language);

}  // namespace hejie::app
