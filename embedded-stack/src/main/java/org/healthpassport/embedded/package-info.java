/** What the embedded broker and the embedded store have in common: a data folder of their own and ports on loopback. */
@NullMarked
package org.healthpassport.embedded;

import org.jspecify.annotations.NullMarked;
