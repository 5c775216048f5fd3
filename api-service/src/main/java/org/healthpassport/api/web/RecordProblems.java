package org.healthpassport.api.web;

import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals about health records. */
final class RecordProblems extends RefusalTable {

    RecordProblems() {
        records();
        bounds();
    }

    private void records() {
        on(RecordRefusal.NoSuchRecord.class, ProblemType.NOT_FOUND, "There is no such record.");
        on(RecordRefusal.NoSuchVersion.class, ProblemType.NOT_FOUND, "There is no such version of the record.");
        on(RecordRefusal.RecordDeleted.class, ProblemType.GONE, "The record was deleted; its history is kept.");
        on(
                RecordRefusal.StaleRecord.class,
                stale ->
                        Problem.of(ProblemType.STALE_VERSION, "The record is at version " + stale.current() + " now."));
        on(
                RecordRefusal.OtherType.class,
                other -> Problem.invalid("/resourceType", "is " + other.type().fhirName() + ", as it was before"));
        on(
                RecordRefusal.CursorOfAnotherList.class,
                ProblemType.MALFORMED_REQUEST,
                "The cursor belongs to another list. Use only the cursor of the page before.");
    }

    private void bounds() {
        on(
                RecordRefusal.TooManyVersions.class,
                full -> Problem.of(ProblemType.STORAGE_FULL, "A record has at most " + full.atMost() + " versions."));
    }
}
