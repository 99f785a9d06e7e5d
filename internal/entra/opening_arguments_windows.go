package entra

// argumentsShow says that other users can read what a program is started with. Windows lets nobody but administrators
// read another user's processes, so the browser is given the sign-in's own address, which no scanner can use up.
const argumentsShow = false
