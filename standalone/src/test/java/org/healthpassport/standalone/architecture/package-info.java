/** Rules for the structure of all modules, and the measures of that structure. */
@NullMarked
package org.healthpassport.standalone.architecture;

import org.jspecify.annotations.NullMarked;
