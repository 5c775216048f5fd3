package org.healthpassport.api.web;

import java.time.Duration;
import java.util.Map;
import org.healthpassport.aggregates.counter.CounterRefusal;
import org.healthpassport.api.document.DocumentQuota;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals of counters. */
final class CounterProblems extends RefusalTable {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** The words of a full counter, by the name of its kind. */
    private static final Map<String, String> FULL = Map.of(
            RecordQuota.RECORDS, "A patient can have at most %d records, including deleted ones.",
            RecordQuota.VERSIONS, "The records of a patient can have at most %d versions together.",
            RecordQuota.BYTES, "The records of a patient can take at most %d bytes, with all their versions.",
            DocumentQuota.DOCUMENTS, "A patient can have at most %d documents, including deleted ones.",
            DocumentQuota.BYTES, "The documents of a patient can take at most %d bytes of storage together.",
            QrCodes.COUNTED, "A patient can have at most %d QR codes.");

    private static final String FULL_OF_OTHERS = "The patient has reached a bound of %d.";

    CounterProblems() {
        on(
                CounterRefusal.Full.class,
                full -> Problem.of(
                        ProblemType.STORAGE_FULL,
                        FULL.getOrDefault(full.kind(), FULL_OF_OTHERS).formatted(full.bound())));
        on(
                CounterRefusal.TooManyAtOnce.class,
                Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "Too many requests change the data of this patient at the moment. Please try again.")
                        .retryAfter(SOON));
        on(
                CounterRefusal.GivenBack.class,
                ProblemType.UNAVAILABLE,
                "The request took too long, so nothing was saved. Please try again.");
    }
}
