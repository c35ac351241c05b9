// SPDX-License-Identifier: Apache-2.0
// What the scripts hand to one another, and what they ask for with typeof because they run under node, too.
interface Window {
    Seal: any;
    Proof: any;
    Check: any;
}
declare const module: any;
declare function require(name: string): any;
