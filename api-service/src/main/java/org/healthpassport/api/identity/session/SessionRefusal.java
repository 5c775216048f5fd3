package org.healthpassport.api.identity.session;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a session does not begin or go on. */
public sealed interface SessionRefusal extends Refusal {

    /** The account got another password or status while somebody signed in to it. */
    record AccountChanged() implements SessionRefusal {}

    /** The refresh token is not ours, was used before, or belongs to a session that is over. Nobody learns which. */
    record NoValidRefreshToken() implements SessionRefusal {}

    /** The account has no such open session. */
    record NoSuchSession() implements SessionRefusal {}
}
