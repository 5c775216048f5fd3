/** Doctors and hospitals ask patients for consent; patients approve or refuse. */
@NullMarked
package org.healthpassport.api.consent.request;

import org.jspecify.annotations.NullMarked;
