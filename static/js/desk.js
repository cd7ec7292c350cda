// An order of many goes on by itself: each page of it asks for the next, until its reader stops it.
const form = document.getElementById("go-on");
const timer = setTimeout(() => form.requestSubmit(), 400);
document.querySelector(".closelink").addEventListener("click", () => clearTimeout(timer));
