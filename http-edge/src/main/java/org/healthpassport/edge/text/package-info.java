/** Rules for text that people write, and email addresses. */
@NullMarked
package org.healthpassport.edge.text;

import org.jspecify.annotations.NullMarked;
