/**
 * Stamps of events: the actor and the circumstances, for the audit log. Everything that could identify a person is
 * sealed.
 */
@NullMarked
package org.healthpassport.api.access.stamp;

import org.jspecify.annotations.NullMarked;
