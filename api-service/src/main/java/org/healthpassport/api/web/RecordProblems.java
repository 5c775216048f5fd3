package org.healthpassport.api.web;

import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.read.FilterRefusal;
import org.healthpassport.api.record.resource.ResourceRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.fhir.catalog.RecordType;

/** The answers to refusals about health records. */
final class RecordProblems extends RefusalTable {

    RecordProblems() {
        records();
        bounds();
        filters();
        resources();
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
                RecordRefusal.OfAnotherAuthor.class,
                ProblemType.FORBIDDEN,
                "Only its author's organization may change this record, or for a patient's own record the patient.");
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

    private void filters() {
        on(
                FilterRefusal.UnknownType.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameter 'type' must be one of " + RecordType.listed() + '.');
        on(
                FilterRefusal.UnreadableTime.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameters 'from' and 'to' must be dates or times such as 2026-11-23 or 2026-11-23T08:30:00Z.");
    }

    private void resources() {
        on(
                ResourceRefusal.ResourceTooLarge.class,
                large -> Problem.of(
                        ProblemType.TOO_LARGE, "A resource can have at most " + large.atMostBytes() + " bytes."));
        on(ResourceRefusal.NotFhirJson.class, RecordProblems::notJson);
    }

    private static Problem notJson(ResourceRefusal.NotFhirJson refusal) {
        Problem problem = Problem.of(ProblemType.MALFORMED_REQUEST, "The body " + refusal.requirement() + '.');
        return refusal.pointer() == null ? problem : problem.at(refusal.pointer(), refusal.requirement());
    }
}
