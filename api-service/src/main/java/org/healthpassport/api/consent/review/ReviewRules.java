package org.healthpassport.api.consent.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.consent.emergency.EmergencyReview;
import org.healthpassport.api.consent.emergency.EmergencyReview.Finding;
import org.healthpassport.edge.text.Printable;

/** Checks the members of a review. */
final class ReviewRules {
    private static final int LONGEST_NOTE = 500;

    private ReviewRules() {}

    static Ruling<EmergencyReview> check(ReviewRequest request, String reviewerId, Instant now) {
        List<InvalidMember> errors = new ArrayList<>();
        Optional<Finding> finding = EnumSet.allOf(Finding.class).stream()
                .filter(known -> known.name().equals(request.finding()))
                .findFirst();
        if (finding.isEmpty()) {
            errors.add(new InvalidMember("/finding", "must be JUSTIFIED or NOT_JUSTIFIED"));
        }
        boolean mustExplain = finding.filter(Finding.NOT_JUSTIFIED::equals).isPresent();
        String note = request.note() == null ? "" : request.note().strip();
        objection(note, mustExplain).ifPresent(objection -> errors.add(new InvalidMember("/note", objection)));
        return errors.isEmpty()
                ? Ruling.accept(
                        new EmergencyReview(finding.orElseThrow(), note.isEmpty() ? null : note, reviewerId, now))
                : Ruling.refuse(new InvalidInput(errors));
    }

    private static Optional<String> objection(String note, boolean mustBeGiven) {
        if (note.isEmpty()) {
            return mustBeGiven ? Optional.of("must be given if the access was not justified") : Optional.empty();
        }
        return note.codePointCount(0, note.length()) > LONGEST_NOTE
                ? Optional.of("must have at most %d characters".formatted(LONGEST_NOTE))
                : Printable.objection(note);
    }
}
