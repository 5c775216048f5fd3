/** Signs what the log commits itself to, and nothing that does not follow from what was signed before. */
@NullMarked
package org.healthpassport.audit.signing;

import org.jspecify.annotations.NullMarked;
