/** The first administrator. */
@NullMarked
package org.healthpassport.api.identity.admin;

import org.jspecify.annotations.NullMarked;
