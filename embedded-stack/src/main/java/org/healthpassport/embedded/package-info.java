/** The common needs of the embedded broker and the embedded store: a data folder, disk space, ports on loopback, a login. */
@NullMarked
package org.healthpassport.embedded;

import org.jspecify.annotations.NullMarked;
