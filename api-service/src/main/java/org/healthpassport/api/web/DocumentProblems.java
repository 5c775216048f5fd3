package org.healthpassport.api.web;

import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.upload.UploadRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals about documents. */
final class DocumentProblems extends RefusalTable {

    DocumentProblems() {
        documents();
        files();
        forms();
    }

    private void documents() {
        on(DocumentRefusal.NoSuchDocument.class, ProblemType.NOT_FOUND, "There is no such document.");
        on(DocumentRefusal.DocumentDeleted.class, ProblemType.GONE, "The document was deleted.");
        on(
                DocumentRefusal.InvalidLink.class,
                ProblemType.NOT_FOUND,
                "This link is not valid, or has expired. Ask for a new one.");
        on(
                DocumentRefusal.NotStored.class,
                ProblemType.NOT_STORED,
                "The document is not stored yet. Create the link when its status is STORED.");
        on(
                DocumentRefusal.StaleDocument.class,
                stale -> Problem.of(
                        ProblemType.STALE_VERSION, "The document is at version " + stale.current() + " now."));
        on(
                DocumentRefusal.NotFailed.class,
                ProblemType.CONFLICT,
                "The document did not fail, so there is nothing to try again.");
        on(
                DocumentRefusal.OtherBytesReported.class,
                ProblemType.CONFLICT,
                "The report is not of the bytes that were received.");
    }

    private void files() {
        on(
                UploadRefusal.FileTooLarge.class,
                large -> Problem.of(
                        ProblemType.TOO_LARGE,
                        "The file is too large: it can have at most " + large.atMostBytes() + " bytes."));
        on(
                UploadRefusal.FileOfOtherType.class,
                ProblemType.UNSUPPORTED_TYPE,
                "Files of this type are not accepted. Send a PDF, PNG, JPEG, WebP, TIFF, DICOM, text, XML"
                        + " or JSON file.");
    }

    private void forms() {
        malformed(UploadRefusal.UnreadablePartHeaders.class, "The headers of a part cannot be read.");
        malformed(UploadRefusal.NamelessPart.class, "A part has no name.");
        malformed(
                UploadRefusal.UnknownPart.class,
                "The form may have only the parts 'file', 'type', 'title' and 'patientId'.");
        malformed(UploadRefusal.FileWithoutName.class, "The part 'file' has no file name.");
        malformed(UploadRefusal.FieldIsFile.class, "Only the part 'file' may be a file.");
        on(
                UploadRefusal.RepeatedPart.class,
                repeated -> Problem.of(
                        ProblemType.MALFORMED_REQUEST, "The form has more than one part '" + repeated.part() + "'."));
        on(
                UploadRefusal.MissingPart.class,
                missing -> Problem.of(ProblemType.MALFORMED_REQUEST, "The part '" + missing.part() + "' is missing."));
    }

    private void malformed(Class<? extends UploadRefusal> refusal, String detail) {
        on(refusal, ProblemType.MALFORMED_REQUEST, detail);
    }
}
