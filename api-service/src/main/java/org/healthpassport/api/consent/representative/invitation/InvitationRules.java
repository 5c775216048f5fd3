package org.healthpassport.api.consent.representative.invitation;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.consent.representative.Relation;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRight;
import org.jspecify.annotations.Nullable;

/** Decides whether an invitation is valid, and lists every error of one that is not. */
final class InvitationRules {
    private static final Duration LONGEST = Duration.ofDays(100 * 365L);

    private final List<InvalidMember> errors = new ArrayList<>();

    private InvitationRules() {}

    /** @param inviter passes on no more than they have, and not for longer; null for the patient in person */
    static Ruling<Offer> check(RepresentativeOffer request, @Nullable Representative inviter, Instant now) {
        InvitationRules rules = new InvitationRules();
        Optional<Relation> relation = rules.relation(request.relation());
        if (relation.filter(Relation.SELF::equals).isPresent()) {
            return rules.takeover(request, inviter);
        }
        Set<RepresentativeRight> rights = rules.rights(request.rights(), inviter);
        Instant expiresAt = rules.expiresAt(request.expiresAt(), now);
        if (inviter != null && !inviter.covers(Set.of(), expiresAt)) {
            rules.refuse("/expiresAt", "must be given, and be no later than the end of your own rights");
        }
        return rules.errors.isEmpty()
                ? Ruling.accept(new Offer(relation.orElseThrow(), rights, expiresAt))
                : Ruling.refuse(new InvalidInput(rules.errors));
    }

    /** A passport is given away as a whole, for good, and by somebody who manages it so. */
    private Ruling<Offer> takeover(RepresentativeOffer request, @Nullable Representative inviter) {
        Set<RepresentativeRight> all = EnumSet.allOf(RepresentativeRight.class);
        if (inviter == null) {
            refuse("/relation", "must be PARENT, GUARDIAN or CARER, as the passport is your own");
        } else if (!inviter.managesForGood()) {
            refuse("/relation", "must be PARENT, GUARDIAN or CARER, as you do not have all rights without an end");
        }
        if (request.rights() != null && !all.equals(rights(request.rights(), null))) {
            refuse("/rights", "must be absent, or all four, as the passport will be their own");
        }
        if (request.expiresAt() != null) {
            refuse("/expiresAt", "must be absent, as the passport will be their own");
        }
        return errors.isEmpty()
                ? Ruling.accept(new Offer(Relation.SELF, all, null))
                : Ruling.refuse(new InvalidInput(errors));
    }

    private Optional<Relation> relation(@Nullable String sent) {
        Optional<Relation> relation = Arrays.stream(Relation.values())
                .filter(one -> one.name().equals(sent))
                .findFirst();
        if (relation.isEmpty()) {
            refuse("/relation", "must be PARENT, GUARDIAN, CARER or SELF");
        }
        return relation;
    }

    private Set<RepresentativeRight> rights(@Nullable List<@Nullable String> sent, @Nullable Representative inviter) {
        EnumSet<RepresentativeRight> rights = EnumSet.noneOf(RepresentativeRight.class);
        if (sent == null || sent.isEmpty() || sent.size() > RepresentativeRight.values().length) {
            refuse("/rights", "must have one to four rights");
            return rights;
        }
        for (int i = 0; i < sent.size(); i++) {
            String name = sent.get(i);
            Optional<RepresentativeRight> right = Arrays.stream(RepresentativeRight.values())
                    .filter(one -> one.name().equals(name))
                    .findFirst();
            if (right.isEmpty()) {
                refuse("/rights/" + i, "must be READ, WRITE, SHARE or CONSENT");
            } else if (inviter != null && !inviter.rights().contains(right.get())) {
                refuse("/rights/" + i, "must be a right that you have");
            }
            right.ifPresent(rights::add);
        }
        return rights;
    }

    private @Nullable Instant expiresAt(@Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        try {
            Instant expiresAt = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
            if (!expiresAt.isAfter(now)) {
                refuse("/expiresAt", "must be in the future");
            } else if (expiresAt.isAfter(now.plus(LONGEST))) {
                refuse("/expiresAt", "must be within %d days".formatted(LONGEST.toDays()));
            }
            return expiresAt;
        } catch (DateTimeParseException notATime) {
            refuse("/expiresAt", "must be a time such as 2030-05-17T09:30:00Z");
            return null;
        }
    }

    private void refuse(String pointer, String detail) {
        errors.add(new InvalidMember(pointer, detail));
    }

    /** The members of an invitation, all valid. */
    record Offer(
            Relation relation,
            Set<RepresentativeRight> rights,
            @Nullable Instant expiresAt) {}
}
