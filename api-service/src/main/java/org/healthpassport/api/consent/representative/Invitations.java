package org.healthpassport.api.consent.representative;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All invitations to represent a patient. Their codes are derived, and only digests of them are stored. */
@Component
public final class Invitations {
    private static final String COLLECTION = "representativeInvitations";
    /** The index field of an invitation: the digest of its code. */
    private static final String CODE_DIGEST = "codeDigest";
    /** The most of one patient, past ones included. It is exceeded by those who create several of a patient at once. */
    private static final int MOST = 200;

    /** 32 bytes as base64url. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Aggregates<InvitationState> invitations;
    private final SharedSecret<KeyedDigest> representationKey;

    Invitations(AggregateStore store, SharedSecret<KeyedDigest> representationKey) {
        this.representationKey = representationKey;
        this.invitations = store.of(new AggregateKind<>(
                        COLLECTION,
                        Representations.RESOURCE_TYPE,
                        InvitationState.class,
                        InvitationState::patientId,
                        Set.of(),
                        Set.of(CODE_DIGEST),
                        state -> Map.of(CODE_DIGEST, state.codeDigest()))
                .withGuard(CODE_DIGEST));
    }

    /** Makes the codes of invitations, their digests, and the blind indexes of representatives. */
    @Bean
    static SharedSecret<KeyedDigest> representationKey() {
        return SharedSecret.digestKey("representation-key");
    }

    /** The code of an invitation, 256 bits: always the same, so that the first answer can be given again. */
    public String code(String invitationId) {
        return representationKey.get().index("invitation-code", invitationId);
    }

    /** The digest of a code, to be stored. */
    public String digest(String code) {
        return representationKey.get().index("invitation-code-digest", code);
    }

    /** Saves a new invitation; those of a patient are to be saved one at a time. */
    public Mono<Snapshot<InvitationState>> create(String invitationId, InvitationState invitation) {
        String patientId = invitation.patientId();
        return invitations
                .count(patientId)
                .filter(count -> count < MOST)
                .switchIfEmpty(Mono.error(new RepresentativeRefusal.TooManyInvitations(MOST)::asException))
                .flatMap(count -> invitations.create(
                        invitationId, invitation, RepresentationDecisions.invited(invitationId, patientId)));
    }

    public Mono<Boolean> ruleOut(String invitationId) {
        return invitations.ruleOut(invitationId);
    }

    /** The invitation with that id, if it is one to represent that patient. */
    public Mono<Snapshot<InvitationState>> created(String invitationId, String patientId) {
        return invitations
                .find(invitationId)
                .filter(found -> found.state().patientId().equals(patientId));
    }

    /** The invitation with that code: the code is the right to it. An unreadable one counts as none. */
    public Mono<Snapshot<InvitationState>> findByCode(String code) {
        if (!CODE.matcher(code).matches()) {
            return Mono.empty();
        }
        String digest = digest(code);
        return invitations
                .listedBy(CODE_DIGEST, digest, null)
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .filter(found -> found.state().codeDigest().equals(digest) && code.equals(code(found.id())))
                .next();
    }

    /** Everything that the patient was asked to be represented by, newest first. */
    public Flux<ListedAggregate<InvitationState>> of(Grant grant) {
        return invitations.ofSubject(grant.patientFor(AccessScope.CONSENT), null);
    }
}
