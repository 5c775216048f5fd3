package org.healthpassport.api.access.decision;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.api.access.Caller;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/**
 * The decision that somebody may access data of a patient. {@link PatientAccess} alone makes grants, and the stores of
 * patients' data ask for one; so nothing is read that is not decided and recorded.
 */
public final class Grant {
    private final String patientId;
    private final AccessRight right;
    private final @Nullable String givenBy;
    private final @Nullable Instant endsAt;
    private final Set<AccessScope> scopes;
    /** For which somebody acts; null for the patient's side. */
    private final @Nullable String organization;

    private final boolean behindLink;

    /** Access by a right that no consent gives. */
    Grant(String patientId, AccessRight right, AccessScope... scopes) {
        this(patientId, right, null, null, Set.of(scopes), null, right == AccessRight.LINK);
    }

    /**
     * Access by a right that the patient gave, for that scope only.
     *
     * @param organization for which somebody acts; null for none
     */
    Grant(String patientId, GrantedRight given, AccessScope scope, @Nullable String organization) {
        this(patientId, given.right(), given.givenBy(), given.endsAt(), Set.of(scope), organization, false);
    }

    /** Access by a link: by that of the patient, or else by the right of whoever made it. */
    static Grant ofLink(Grant maker) {
        AccessRight right = maker.right == AccessRight.SELF ? AccessRight.LINK : maker.right;
        return new Grant(maker.patientId, right, maker.givenBy, maker.endsAt, maker.scopes, null, true);
    }

    private Grant(
            String patientId,
            AccessRight right,
            @Nullable String givenBy,
            @Nullable Instant endsAt,
            Set<AccessScope> scopes,
            @Nullable String organization,
            boolean behindLink) {
        this.patientId = patientId;
        this.right = right;
        this.givenBy = givenBy;
        this.endsAt = endsAt;
        this.scopes = scopes;
        this.organization = organization;
        this.behindLink = behindLink;
    }

    /**
     * The patient whose data may be accessed.
     *
     * @throws IllegalStateException if the grant is for other data of the patient
     */
    public String patientFor(AccessScope scope) {
        if (scopes.stream().noneMatch(granted -> granted.loads(scope))) {
            throw new IllegalStateException("Expected a grant for " + scope + ", but it is for " + scopes);
        }
        return patientId;
    }

    /**
     * Checks data that was loaded before, with this grant or another one.
     *
     * @throws IllegalStateException if the grant is for another patient, or for other data
     */
    public void require(AccessScope scope, String ownerId) {
        if (!patientFor(scope).equals(ownerId)) {
            throw new IllegalStateException(
                    "Expected a grant for the owner of the data, but it is for another patient");
        }
    }

    /** The maker of a link that is made by this grant. */
    public LinkMaker madeBy(Caller caller) {
        return new LinkMaker(caller.accountId(), right, givenBy);
    }

    /** The end that was agreed on for the right, which nothing that is made by it may outlast; empty for none. */
    public Optional<Instant> endsAt() {
        return Optional.ofNullable(endsAt);
    }

    /** True for the patient, and for whoever acts for them. */
    public boolean isOfPatientSide() {
        return right == AccessRight.SELF || right == AccessRight.REPRESENTATIVE;
    }

    /**
     * Tells if a thing that the patient has hidden is there nevertheless: for the patient's side and for the organization
     * that wrote it, but behind no link.
     *
     * @param author the organization that wrote it; null if it is the patient's own
     */
    public boolean includesHidden(@Nullable String author) {
        return !behindLink && (isOfPatientSide() || author != null && author.equals(organization));
    }

    /** The same right to what is given to somebody with a link, or is chosen for them. */
    public Grant behindLink() {
        return new Grant(patientId, right, givenBy, endsAt, scopes, null, true);
    }

    AccessRight right() {
        return right;
    }

    @Nullable
    String givenBy() {
        return givenBy;
    }

    /** The consent that gives the right; null for other rights. */
    @Nullable
    String consentId() {
        return right == AccessRight.CONSENT ? givenBy : null;
    }

    String patientId() {
        return patientId;
    }
}
