/** Tells auditors who is who. The names are api-service's; this service holds none of them, and no key to them. */
@NullMarked
package org.healthpassport.audit.person;

import org.jspecify.annotations.NullMarked;
