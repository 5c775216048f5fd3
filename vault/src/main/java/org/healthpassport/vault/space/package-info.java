/** The room that is left on the disks of this machine, and which part of the service must go on with less of it. */
@NullMarked
package org.healthpassport.vault.space;

import org.jspecify.annotations.NullMarked;
