// Documents as paper: a template filled from the case, what is still missing, the word processor's file and the page to
// print, the catalog of a file for the archive and a closed case as one ZIP. Templates are data: those of a bureau
// (<data>/templates/<workflow>/<document>.docx) before those shipped (workflows/documents/). Changes no case; keeps
// only what clerks fill in. Called by api.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/authority_rules.h"
#include "app/caller.h"
#include "app/case_service.h"
#include "app/definitions.h"
#include "app/labels.h"
#include "app/paper_rules.h"
#include "documents/docx.h"

namespace hejie::app {

struct PaperField {
  std::string name;  ///< as the template writes it
  Text label;
  std::string value;
  bool required = true;
  bool typed = false;  ///< filled in by a person, not known from the case
};

struct Paper {
  std::string id;  ///< "award_final-1", "receipt-award_final-1"
  std::string workflow, document;
  Text name;
  int copy = 1;
  Label label = Label::internal;
  std::optional<Date> issued_on;  ///< empty: this would be the next one
  std::string to;                 ///< names
  std::string origin;             ///< bureau, shipped, general: no template of its own
  std::vector<PaperField> fields;
  std::vector<std::string> missing;  ///< names of required fields without a value
  int pages = 1;
  bool pages_counted = false;  ///< by a person; otherwise estimated from the text
};

struct PaperFile {
  std::string name;  ///< "受理通知书_示区劳人仲案〔2026〕1号.docx"
  std::string bytes;
};

struct ArchiveLine {
  std::string paper;
  Text name;
  Date on{};
  int pages = 1, from = 1;
  bool pages_counted = false;
  Label label = Label::internal;
};

struct ArchiveView {
  std::string number, archive_no, cause, result;
  Text category;
  std::vector<std::pair<Text, std::string>> sides;
  Date opened_on{};
  std::optional<Date> filed_on, closed_on, archived_on;
  std::string kept;                ///< "10年"
  std::optional<Date> kept_until;  ///< empty: no rule of the procedure says it, or the case is open
  engine::Cites kept_cite;
  bool closed = false;
  bool secondary_hidden = false;  ///< the secondary file is not for this account; then its lines are left out
  std::vector<ArchiveLine> main, secondary;
};

/// A further file for the ZIP: path and bytes.
using ArchiveExtras = std::vector<std::pair<std::string, std::string>>;

class PaperDesk {
 public:
  struct Parts {
    storage::Store& store;
    const Definitions& definitions;
    CaseService& cases;
    const Clock& clock;
    std::string templates;  ///< folder of the bureau's own templates; "" = none
  };
  explicit PaperDesk(Parts parts)
      : parts_(std::move(parts)),
        rules_(load_authority_rules(parts_.definitions)),
        labels_(load_label_rules(parts_.definitions)),
        case_roles_(load_case_roles(parts_.definitions)) {}

  /// @param paper "award_final" (the newest, else the next), "award_final-2", "receipt-award_final-2"
  /// @errors not_found: no such case or document, or one above the caller's clearance (labels.h); forbidden: of the
  /// secondary file, which is closed to this account (secondary_file.h); malformed: the bureau's template does not read
  Result<Paper> paper(const Caller& caller, const CaseId& id, const std::string& paper);
  /// @param draft fields that are missing become lines to write on. @errors as paper; invalid: fields are missing
  Result<PaperFile> docx(const Caller& caller, const CaseId& id, const std::string& paper, bool draft);
  Result<PaperFile> page(const Caller& caller, const CaseId& id, const std::string& paper, bool draft);
  /// Required fields without a value of an issued document: "award_final-2". Asks no caller's rights. @errors as paper
  Result<std::vector<std::string>> missing(const CaseId& id, const std::string& paper);
  /// Keeps what a clerk filled in. @errors as paper; invalid: a name the template does not have, over 20 KiB
  Status fill_in(const Caller& caller, const CaseId& id, const std::string& paper,
                 const std::vector<std::pair<std::string, std::string>>& values, int pages);
  /// The template with its fields, to be edited. @errors not_found
  Result<PaperFile> template_file(const std::string& workflow, const std::string& document);

  Result<ArchiveView> archive(const Caller& caller, const CaseId& id);
  /// @errors conflict: the case is not closed
  Result<PaperFile> archive_zip(const Caller& caller, const CaseId& id, const ArchiveExtras& extras);

 private:
  struct Opened;
  struct Source {
    std::string docx, origin;
  };
  Result<Opened> open(const Caller& caller, const CaseId& id);
  /// Is the caller cleared for a document of this label, and not kept apart from it?
  Result<bool> reads_label(const Caller& caller, const Opened& opened, Label label);
  /// May this account read the secondary file of the case?
  Result<bool> reads_secondary(const Caller& caller, const CaseId& id, const storage::Summary& summary);
  Result<Paper> make_for(const Caller& caller, const Opened& opened, const std::string& paper, bool draft,
                         std::string* docx);
  Result<ArchiveView> list_for(const Caller& caller, const Opened& opened);
  Result<Source> source_of(const std::string& workflow, const std::string& document) const;
  Result<Paper> make(const Opened& opened, const std::string& paper, bool draft, std::string* docx);
  Result<ArchiveView> list(const Opened& opened);
  Status add_cover(const Opened& opened, documents::Fields& fields);
  Result<std::string> index_page(const Caller& caller, const Opened& opened, const ArchiveView& view);
  Parts parts_;
  Result<AuthorityRules> rules_;  ///< what does not read opens no secondary file
  Result<LabelRules> labels_;     ///< what does not read shows no document
  Result<CaseRoleRules> case_roles_;
};

}  // namespace hejie::app
