package org.healthpassport.api.web;

import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals about documents. */
final class DocumentProblems extends RefusalTable {

    DocumentProblems() {
        documents();
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
                DocumentRefusal.OtherBytesReported.class,
                ProblemType.CONFLICT,
                "The report is not of the bytes that were received.");
    }
}
